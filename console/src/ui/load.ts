// What a page asks the service for, and what a press sets off.

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { call, type Problem } from "../api";

export interface Loaded<T> {
  data: T | null;
  error: Problem | null;
  loading: boolean;
  reload: () => void;
}

// Loads `path` and again whenever it changes; null waits. What arrives late for an earlier path is
// dropped.
export function useLoad<T>(path: string | null): Loaded<T> {
  const [state, setState] = useState<{ data: T | null; error: Problem | null; loading: boolean }>({
    data: null,
    error: null,
    loading: path !== null,
  });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (path === null) {
      setState({ data: null, error: null, loading: false });
      return undefined;
    }
    let current = true;
    setState((before) => ({ ...before, error: null, loading: true }));
    call<T>("GET", path).then(
      (data) => current && setState({ data, error: null, loading: false }),
      (error: Problem) => current && setState({ data: null, error, loading: false }),
    );
    return () => {
      current = false;
    };
  }, [path, turn]);
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  return { ...state, reload };
}

export interface Action {
  busy: boolean;
  problem: Problem | null;
  forget: () => void;
  run: <T>(work: () => Promise<T>, then?: (result: T) => void) => Promise<void>;
}

// Something that a press sets off, once: a second press while the first is on its way does nothing,
// and a response that arrives after its page is gone changes nothing any more.
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = useRef(false);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const run = useCallback(async <T>(work: () => Promise<T>, then?: (result: T) => void) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(null);
    try {
      const result = await work();
      if (here.current) then?.(result);
    } catch (error) {
      if (here.current) setProblem(error as Problem);
    }
    running.current = false;
    if (here.current) setBusy(false);
  }, []);
  const forget = useCallback(() => setProblem(null), []);
  return { busy, problem, forget, run };
}
