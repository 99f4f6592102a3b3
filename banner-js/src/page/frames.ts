/** Frames and the browser's own history. */

/**
 * Puts a frame where it stands, before it is filled. Back in a page, a browser fills the frames of
 * its markup by itself as they were left, whatever was decided meanwhile; those that a script put
 * there it leaves alone.
 */
export const putAgain = (frame: Element): void => frame.before(frame);
