/** What we use of the package `webgpu`, in the types of `@webgpu/types`, of which it brings its own. */
declare module 'webgpu' {
  /** @param options of Dawn */
  export function create(options: string[]): GPU;
  /** The classes and constants of WebGPU. */
  export const globals: Readonly<Record<string, unknown>>;
}
