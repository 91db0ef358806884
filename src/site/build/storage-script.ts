/**
 * A script for the head of every page: where the browser refuses `localStorage` (blocked cookies, a
 * sandboxed frame), merely to name it throws, and Starlight's theme switch names it unguarded. A
 * stand-in that forgets takes its place, so that the theme follows the system and can be chosen for
 * as long as the page is open.
 */
export const storageScript = `try {
  localStorage.getItem('');
} catch {
  const kept = new Map();
  const value = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, item) => void kept.set(key, String(item)),
    removeItem: (key) => void kept.delete(key),
  };
  Object.defineProperty(window, 'localStorage', { configurable: true, value });
}`;
