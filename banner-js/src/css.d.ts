/** A style sheet as text, without its line breaks and comments (build.mjs). */
declare module "*.css" {
  const text: string;
  export default text;
}
