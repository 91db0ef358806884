/** Starlight's own components, which a component that replaces another may still show. */
declare module 'virtual:starlight/components/*' {
  import type { AstroComponentFactory } from 'astro/runtime/server/index.js';
  const component: AstroComponentFactory;
  export default component;
}
