/**
 * What a figure and the formulas beside it tell each other: which symbol is pointed at, and which
 * numbers stand for the symbols. The formulas are plain HTML with places for both
 * (`site/markdown/formula-links.ts`).
 */

/** One a figure. Events: `mark`, `values`. */
class FigureLink extends EventTarget {
  #pointed: string | null = null;
  #focused: string | null = null;
  #held: string | null = null;
  /** Texts by the names of the symbols. */
  values: Readonly<Record<string, string>> = {};

  /** The symbol to be shown. */
  get marked(): string | null {
    return this.#pointed ?? this.#focused ?? this.#held;
  }

  /** The one that stays when the reader points at none. */
  get held(): string | null {
    return this.#held;
  }

  /** The pointer is on a symbol, or on none any more. */
  point(symbol: string | null): void {
    this.#pointed = symbol;
    this.dispatchEvent(new Event('mark'));
  }

  /** The same of the keyboard's focus. */
  focus(symbol: string | null): void {
    this.#focused = symbol;
    this.dispatchEvent(new Event('mark'));
  }

  hold(symbol: string | null): void {
    this.#held = symbol;
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

const symbolAt = (target: EventTarget | null): string | null =>
  (target instanceof Element ? target.closest<HTMLElement>('[data-sym]') : null)?.dataset['sym'] ??
  null;

/** Makes a formula answer: what is pointed at in it is marked, a press keeps it marked until the next, or Escape. */
function connect(formula: HTMLElement): void {
  const figure = formula.dataset['figure'] ?? '';
  const own = link(figure);
  const elements = (attribute: string): HTMLElement[] => [
    ...formula.querySelectorAll<HTMLElement>(`[data-${attribute}]`),
  ];
  const press = (event: Event): void => {
    const symbol = symbolAt(event.target);
    if (symbol === null) return;
    event.preventDefault();
    own.hold(own.held === symbol ? null : symbol);
  };
  formula.addEventListener('pointerover', ({ target }) => own.point(symbolAt(target)));
  formula.addEventListener('pointerout', () => own.point(null));
  formula.addEventListener('focusin', ({ target }) => own.focus(symbolAt(target)));
  formula.addEventListener('focusout', () => own.focus(null));
  formula.addEventListener('click', press);
  formula.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') press(event);
    else if (event.key === 'Escape') own.hold(null);
  });

  own.addEventListener('mark', () => {
    for (const element of elements('sym')) {
      element.classList.toggle('marked', element.dataset['sym'] === own.marked);
      if (element.role === 'button') {
        element.ariaPressed = String(element.dataset['sym'] === own.held);
      }
    }
    for (const element of elements('num')) {
      element.classList.toggle('marked', element.dataset['num'] === own.marked);
    }
    // It has to be awake to show what is meant.
    if (own.marked === null) return;
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
  // The reader may have been there before.
  own.point(symbolAt(formula.querySelector('[data-sym]:hover')));
  own.focus(symbolAt(formula.querySelector('[data-sym]:focus')));
}

/** Connects every formula of the page that names a figure. */
export function connectFormulas(): void {
  for (const formula of document.querySelectorAll<HTMLElement>('.linked-formula')) connect(formula);
}
