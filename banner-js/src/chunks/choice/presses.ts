/**
 * Presses whose click does not come: a page that keeps clicks to itself before our script is there,
 * or prevents what a finger or a key would lead to. A button of ours that was pressed and let go
 * does then what it says all the same, once.
 */
import type { Pressable } from "../../domain/ways";

/** Milliseconds that a click may come after its press; a double tap is waited for. */
const kClickMayCome = 400;

/** A finger that rests longer asks for something else. */
const kLongest = 500;

type Ours = HTMLElement & Required<Pressable>;

const ours = (event: Event): Ours | undefined =>
  event
    .composedPath()
    .find((each): each is Ours => each instanceof Element && !!(each as Pressable).onpress);

/** Whether the pointer is still over it: a finger's last event names what it first touched. */
function isOver(button: Ours, { clientX, clientY }: PointerEvent): boolean {
  const { left, top, right, bottom } = button.getBoundingClientRect();
  return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
}

interface Press {
  button: Ours;
  /** It was let go: without a click by then, it counts all the same. */
  letGo(event: Event): void;
  /** It was taken back. */
  drop(): void;
}

function begin(button: Ours): Press {
  const act = button.onpress;
  const drop = (): void => void (button.onpress = act);
  let clicked = false;
  button.onpress = (click) => {
    clicked = true;
    drop();
    return act(click);
  };
  return {
    button,
    drop,
    letGo(event) {
      setTimeout(() => {
        if (clicked) return;
        // A click that comes later still is the same press.
        button.onpress = () => {};
        setTimeout(drop, kClickMayCome);
        act(event);
      }, kClickMayCome);
    },
  };
}

const isKey = ({ key, repeat }: KeyboardEvent): boolean => !repeat && /^( |Enter)$/.test(key);

/** The one that is held down, however often these events are heard. */
let press: Press | undefined;
let since = 0;

export function hearPresses(): void {
  function start(event: Event): void {
    press?.drop();
    const button = ours(event);
    press = button && begin(button);
    since = event.timeStamp;
  }

  function end(event: Event, counts: boolean): void {
    if (counts && press?.button === ours(event)) press?.letGo(event);
    else press?.drop();
    press = undefined;
  }

  const hear = <Type extends keyof WindowEventMap>(
    type: Type,
    listener: (event: WindowEventMap[Type]) => void,
  ): void => addEventListener(type, listener, true);

  hear("pointerdown", (event) => !event.button && !event.ctrlKey && start(event));
  hear("pointercancel", (event) => end(event, false));
  hear("pointerup", (event) => {
    const long = event.pointerType === "touch" && event.timeStamp - since > kLongest;
    end(event, !long && !!press && isOver(press.button, event));
  });
  hear("keydown", (event) => isKey(event) && start(event));
  hear("keyup", (event) => isKey(event) && end(event, true));
}
