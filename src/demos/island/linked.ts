/**
 * What a figure and the formulas beside it tell each other: which symbol is pointed at, and which
 * numbers stand for the symbols. The formulas are plain HTML with places for both
 * (`site/markdown/formula-links.ts`).
 */

/** One a figure. */
class FigureLink extends EventTarget {
  marked: string | null = null;
  /** Texts by the names of the symbols. */
  values: Readonly<Record<string, string>> = {};

  /** The reader points at a symbol, or at none any more. */
  mark(symbol: string | null): void {
    if (symbol === this.marked) return;
    this.marked = symbol;
    this.dispatchEvent(new Event('mark'));
  }

  /** The numbers have changed. */
  show(values: Readonly<Record<string, string>>): void {
    this.values = values;
    this.dispatchEvent(new Event('values'));
  }
}

const links = new Map<string, FigureLink>();

export function link(figure: string): FigureLink {
  const known = links.get(figure) ?? new FigureLink();
  links.set(figure, known);
  return known;
}

const symbolAt = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-sym]') : null;

/** Makes a formula answer: what is pointed at in it is marked, a press keeps it marked until the next, or Escape. */
function connect(formula: HTMLElement): void {
  const figure = formula.dataset['figure'] ?? '';
  const own = link(figure);
  const elements = (attribute: string): HTMLElement[] => [
    ...formula.querySelectorAll<HTMLElement>(`[data-${attribute}]`),
  ];
  let held: string | null = null;

  const hold = (symbol: string | null): void => {
    held = symbol;
    own.mark(held);
    for (const element of elements('sym')) {
      if (element.role === 'button') {
        element.ariaPressed = String(element.dataset['sym'] === held);
      }
    }
  };
  const point = ({ target }: Event): void => {
    const symbol = symbolAt(target)?.dataset['sym'];
    if (symbol !== undefined) own.mark(symbol);
  };
  const leave = (): void => own.mark(held);
  const press = (event: Event): void => {
    const symbol = symbolAt(event.target)?.dataset['sym'];
    if (symbol === undefined) return;
    event.preventDefault();
    hold(held === symbol ? null : symbol);
  };
  for (const sign of ['pointerover', 'focusin']) formula.addEventListener(sign, point);
  for (const sign of ['pointerout', 'focusout']) formula.addEventListener(sign, leave);
  formula.addEventListener('click', press);
  formula.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') press(event);
    else if (event.key === 'Escape') hold(null);
  });

  own.addEventListener('mark', () => {
    for (const element of elements('sym')) {
      element.classList.toggle('marked', element.dataset['sym'] === own.marked);
    }
    for (const element of elements('num')) {
      element.classList.toggle('marked', element.dataset['num'] === own.marked);
    }
    // It has to be awake to show what is meant.
    document
      .querySelector(`demo-island[data-figure="${figure}"]`)
      ?.dispatchEvent(new Event('pointerover'));
  });
  own.addEventListener('values', () => {
    for (const slot of elements('num')) {
      const value = own.values[slot.dataset['num'] ?? ''];
      if (value !== undefined) (slot.firstElementChild ?? slot).textContent = value;
    }
  });
  // The pointer may have been there before.
  own.mark(
    symbolAt(formula.querySelector('[data-sym]:is(:hover, :focus)'))?.dataset['sym'] ?? null,
  );
}

/** Connects every formula of the page that names a figure. */
export function connectFormulas(): void {
  for (const formula of document.querySelectorAll<HTMLElement>('.linked-formula')) connect(formula);
}
