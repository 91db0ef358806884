/**
 * The search dialog. The index of a language is fetched when the dialog first opens; what is asked
 * then is answered at once, without the network. A fetch that failed is tried again with the next
 * letter, when the network comes back, or by the button.
 */
import type { Language } from '../../language.ts';
import { prepare, search, type Result, type Searchable, type SearchIndex } from './search-core.ts';
import { searchNear } from './search-near.ts';
import { searchWords } from './search-words.ts';

const patience = 20_000;
const indexes = new Map<Language, Promise<Searchable>>();
/** Those that are being fetched. */
const underWay = new Set<Language>();

/** The index of a language. One that failed is forgotten, so that it can be asked for again. */
function indexOf(language: Language): Promise<Searchable> {
  const known = indexes.get(language);
  if (known !== undefined) return known;
  const loading = load(language);
  indexes.set(language, loading);
  underWay.add(language);
  const isCurrent = (): boolean => indexes.get(language) === loading;
  loading.then(
    () => isCurrent() && underWay.delete(language),
    () => isCurrent() && forget(language),
  );
  return loading;
}

function forget(language: Language): void {
  indexes.delete(language);
  underWay.delete(language);
}

async function load(language: Language): Promise<Searchable> {
  const answer = await fetch(`/search/${language}.json`, { signal: AbortSignal.timeout(patience) });
  if (!answer.ok) throw new Error(`The search index answered ${answer.status}.`);
  return prepare((await answer.json()) as SearchIndex);
}

interface Answer {
  readonly note: string;
  readonly results: readonly Result[];
  /** The language of the results. */
  readonly language: Language;
}

/** @throws what `fetch` throws, when an index cannot be had */
async function answerTo(typed: string, language: Language): Promise<Answer> {
  const words = searchWords[language];
  const own = await indexOf(language);
  const exact = search(own, typed);
  if (exact.results.length > 0) {
    const count = words.some(exact.results.length);
    const note = exact.term === undefined ? count : words.term(typed, exact.term) + count;
    return { note, results: exact.results, language };
  }
  const other = language === 'zh' ? 'en' : 'zh';
  const abroad = search(await indexOf(other), typed);
  if (abroad.results.length > 0) {
    return { note: words.other(typed), results: abroad.results, language: other };
  }
  const near = searchNear(own, typed);
  if (near === undefined) return { note: words.none(typed), results: [], language };
  return { note: words.near(typed, near.instead), results: near.results, language };
}

class SiteSearch extends HTMLElement {
  private readonly language: Language = document.documentElement.lang === 'en' ? 'en' : 'zh';
  /** Counts the questions: an answer to an older one is dropped. */
  private asked = 0;

  connectedCallback(): void {
    const open = this.querySelector<HTMLButtonElement>('button.open');
    const dialog = this.querySelector('dialog');
    const input = this.querySelector('input');
    if (open === null || dialog === null || input === null) return;
    const ask = (): void => void this.ask(input.value.trim());
    const show = (): void => {
      dialog.showModal();
      input.select();
      ask();
    };
    open.disabled = false;
    open.addEventListener('click', show);
    this.querySelector('button.close')?.addEventListener('click', () => dialog.close());
    this.querySelector('button.again')?.addEventListener('click', () => {
      ask();
      input.focus();
    });
    window.addEventListener('online', () => {
      // A fetch that began without a network fails, however soon it came back.
      for (const language of underWay) forget(language);
      if (dialog.open) ask();
    });
    dialog.addEventListener('click', (event) => {
      const onLink = event.target instanceof Element && event.target.closest('a') !== null;
      if (event.target === dialog || onLink) dialog.close();
    });
    // WebKit's search field keeps Escape for itself, even when there is nothing to empty.
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && input.value === '') dialog.close();
    });
    window.addEventListener('keydown', (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== 'k') return;
      event.preventDefault();
      if (dialog.open) dialog.close();
      else show();
    });
    // What an input method is still composing is not what will be asked.
    input.addEventListener('input', (event) => {
      if (!(event instanceof InputEvent && event.isComposing)) ask();
    });
    input.addEventListener('compositionend', ask);
  }

  private async ask(typed: string): Promise<void> {
    const question = ++this.asked;
    const words = searchWords[this.language];
    try {
      if (typed === '') {
        this.show({ note: '', results: [], language: this.language });
        await indexOf(this.language);
        if (question === this.asked) this.show({ note: '', results: [], language: this.language });
        return;
      }
      if (!this.isAnswering()) this.say(words.loading);
      const answer = await answerTo(typed, this.language);
      if (question === this.asked) this.show(answer);
    } catch {
      if (question !== this.asked) return;
      this.show({ note: '', results: [], language: this.language });
      this.say(navigator.onLine ? words.failed : words.offline, true);
    }
  }

  private isAnswering(): boolean {
    return this.querySelector('.results')?.childElementCount !== 0;
  }

  private say(note: string, canAgain = false): void {
    const status = this.querySelector('.status');
    const again = this.querySelector<HTMLElement>('button.again');
    if (status !== null) status.textContent = note;
    if (again !== null) again.hidden = !canAgain;
  }

  private show({ note, results, language }: Answer): void {
    this.say(note);
    const list = this.querySelector<HTMLElement>('.results');
    if (list === null) return;
    list.lang = language === 'zh' ? 'zh-CN' : 'en';
    list.replaceChildren(...results.map(item));
  }
}

function item({ url, page, title, excerpt }: Result): HTMLElement {
  const link = document.createElement('a');
  link.href = url;
  link.append(title);
  const entry = document.createElement('li');
  entry.append(link);
  if (title !== page) {
    const place = document.createElement('small');
    place.textContent = page;
    link.append(' ', place);
  }
  if (excerpt.length > 0) {
    const paragraph = document.createElement('p');
    paragraph.append(
      ...excerpt.map(({ text, found }) => {
        if (!found) return text;
        const mark = document.createElement('mark');
        mark.textContent = text;
        return mark;
      }),
    );
    entry.append(paragraph);
  }
  return entry;
}

customElements.define('site-search', SiteSearch);
