/** The copy buttons of code blocks. Where the page may not write to the clipboard, the code is selected. */

/** How long the answer stands, in milliseconds. */
const shownFor = 2000;

export function watchCopyButtons(): void {
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('.expressive-code .copy button');
    if (button !== null) void copy(button);
  });
}

async function copy(button: HTMLElement): Promise<void> {
  const code = (button.dataset['code'] ?? '').replaceAll('\u007f', '\n');
  const english = document.documentElement.lang === 'en';
  let answer = button.dataset['copied'] ?? '';
  try {
    await navigator.clipboard.writeText(code);
  } catch {
    const pre = button.closest('.frame')?.querySelector('pre');
    if (pre) getSelection()?.selectAllChildren(pre);
    answer = english ? 'Selected: copy it by keyboard' : '已选中，请用键盘复制';
  }
  const place = button.parentElement?.querySelector('[aria-live]');
  if (!place) return;
  const feedback = document.createElement('div');
  feedback.className = 'feedback show';
  feedback.textContent = answer;
  place.replaceChildren(feedback);
  setTimeout(() => feedback.remove(), shownFor);
}
