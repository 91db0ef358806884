/** Lets the keyboard reach a box that scrolls, while it has something to scroll. */
import type { Attachment } from 'svelte/attachments';

/** @param name what a screen reader calls the box */
export function scrollable(name: string): Attachment<HTMLElement> {
  return (box) => {
    const update = (): void => {
      const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
      if (scrolls) {
        box.tabIndex = 0;
        box.setAttribute('role', 'region');
        box.setAttribute('aria-label', name);
      } else {
        for (const attribute of ['tabindex', 'role', 'aria-label']) box.removeAttribute(attribute);
      }
    };
    const watcher = new ResizeObserver(update);
    watcher.observe(box);
    for (const child of box.children) watcher.observe(child);
    return () => watcher.disconnect();
  };
}
