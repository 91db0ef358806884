/**
 * A test in a page: says at once why a choice is right or wrong, keeps the score, starts again. The
 * words come from the page, where they also stand folded for readers without JavaScript.
 */
import { scoreOf, scoreSentence, type Answer } from '../score.ts';

class SelfTest extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('change', (event) => {
      const question =
        event.target instanceof HTMLInputElement ? event.target.closest('fieldset') : null;
      if (question === null) return;
      this.explain(question);
      this.count();
    });
    this.querySelector('button.reset')?.addEventListener('click', () => this.reset());
  }

  private questions(): HTMLFieldSetElement[] {
    return [...this.querySelectorAll('fieldset')];
  }

  private answerOf(question: HTMLFieldSetElement): Answer {
    const chosen = question.querySelector<HTMLInputElement>('input:checked');
    return {
      right: Number(question.dataset['right']),
      chosen: chosen === null ? undefined : Number(chosen.value),
    };
  }

  private explain(question: HTMLFieldSetElement): void {
    const { right, chosen } = this.answerOf(question);
    const feedback = question.querySelector('.feedback');
    const why = question.querySelector(`.why[data-option="${chosen ?? ''}"]`);
    if (feedback === null || chosen === undefined) return;
    const isRight = chosen === right;
    question.dataset['state'] = isRight ? 'right' : 'wrong';
    const verdict = document.createElement('b');
    verdict.textContent = (isRight ? this.dataset['yes'] : this.dataset['no']) ?? '';
    const parts = [why, question.querySelector('.see')].flatMap((part) =>
      part === null ? [] : [part.cloneNode(true)],
    );
    feedback.replaceChildren(verdict, ...parts);
  }

  private count(): void {
    const score = scoreOf(this.questions().map((question) => this.answerOf(question)));
    const line = this.querySelector('.score');
    const template = (score.finished ? this.dataset['finished'] : this.dataset['score']) ?? '';
    if (line !== null) line.textContent = scoreSentence(template, score);
    const reset = this.querySelector<HTMLButtonElement>('button.reset');
    if (reset !== null) reset.disabled = score.answered === 0;
  }

  private reset(): void {
    for (const question of this.questions()) {
      for (const input of question.querySelectorAll('input')) input.checked = false;
      for (const details of question.querySelectorAll('details')) details.open = false;
      question.querySelector('.feedback')?.replaceChildren();
      delete question.dataset['state'];
    }
    this.count();
    const first = this.querySelector('input');
    first?.focus();
    first?.closest('li')?.scrollIntoView({ block: 'start' });
  }
}

customElements.define('self-test', SelfTest);
