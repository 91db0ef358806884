/**
 * A demo stands in the page as plain HTML until the reader reaches for it: only then are Svelte and
 * the panel fetched. What was pressed, typed or chosen meanwhile is done once the panel is alive.
 */
import type { Component } from 'svelte';
import type { Language } from '../../language.ts';
import { reload, renewed, whyNotLoaded } from '../../loading.ts';
import { takeBack } from './early.ts';

export interface DemoProps {
  language: Language;
  /** The figure's number. */
  figure: string;
  /** As in a link. */
  preset: string;
}

/** `extra` is what this element's demo needs besides. */
interface Loaded<Extra extends object> {
  default: Component<DemoProps & Extra>;
  extra?: Extra;
}

type Load<Extra extends object> = (host: HTMLElement) => Promise<Loaded<Extra>>;

const signs = ['pointerover', 'pointerdown', 'focusin', 'input', 'change'] as const;

/** Does the page's link ask for this panel? Without `run`, the first one that has settings is meant. */
function isAskedFor(host: HTMLElement, figure: string): boolean {
  const query = new URLSearchParams(location.search);
  if (query.size === 0) return false;
  const run = query.get('run');
  if (run !== null) return run === figure;
  // That link is for the museum.
  if (query.has('exhibit')) return false;
  const panel = host.querySelector('[data-run]');
  return (document.querySelector('[data-run-figure]') ?? panel) === panel;
}

/** Defines the element `tag`, which holds a demo rendered by the server. */
export function defineDemo<Extra extends object = object>(tag: string, load: Load<Extra>): void {
  class Demo extends HTMLElement {
    #awake = false;
    #loading: Promise<void> | null = null;
    #complaint: HTMLElement | null = null;
    readonly #onSign = (): void => void this.#wake();

    connectedCallback(): void {
      for (const sign of signs) this.addEventListener(sign, this.#onSign);
      this.addEventListener('click', this.#keepClick, { capture: true });
      const eager = this.dataset['eager'] !== undefined;
      if (eager || isAskedFor(this, this.dataset['figure'] ?? '')) void this.#wake();
    }

    #wake(): Promise<void> {
      this.#loading ??= this.#hydrate().catch(() => {
        this.#loading = null;
        return this.#complain();
      });
      return this.#loading;
    }

    async #hydrate(): Promise<void> {
      const [{ flushSync, hydrate }, loaded] = await Promise.all([import('svelte'), load(this)]);
      const { default: component, extra } = loaded;
      const { language, figure = '', preset = '' } = this.dataset;
      const props: DemoProps = { language: language === 'en' ? 'en' : 'zh', figure, preset };
      const makeAgain = takeBack(this);
      hydrate(component, { target: this, props: { ...props, ...extra } as DemoProps & Extra });
      flushSync();
      makeAgain();
      this.#awake = true;
      this.#complaint?.remove();
      for (const sign of signs) this.removeEventListener(sign, this.#onSign);
    }

    /** Says, once, why the demo did not come, and how to go on. */
    async #complain(): Promise<void> {
      const { code, localised } = await whyNotLoaded();
      const language = this.dataset['language'] === 'en' ? 'en' : 'zh';
      this.#complaint?.remove();
      const message = document.createElement('p');
      message.setAttribute('role', 'alert');
      message.textContent = localised[language];
      if (code === renewed) {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = reload[language];
        button.addEventListener('click', () => location.reload());
        message.append(' ', button);
      }
      this.#complaint = message;
      this.after(message);
    }

    #keepClick = (event: Event): void => {
      const pressed = event.target instanceof Element && event.target.closest('button, summary');
      if (this.#awake || !(pressed instanceof HTMLElement)) return;
      event.preventDefault();
      event.stopPropagation();
      void this.#wake().then(() => this.#awake && pressed.click());
    };
  }
  customElements.define(tag, Demo);
}
