/** How far a reader is in a test: pure, so that the page's script is small and can be tested. */

/** One question: which option is right, and which is chosen now. */
export interface Answer {
  readonly right: number;
  readonly chosen: number | undefined;
}

export interface Score {
  readonly right: number;
  readonly answered: number;
  readonly all: number;
  readonly finished: boolean;
}

/** Counts the present choices. A choice that was changed counts as it stands now. */
export function scoreOf(answers: readonly Answer[]): Score {
  const answered = answers.filter(({ chosen }) => chosen !== undefined);
  return {
    right: answered.filter(({ right, chosen }) => right === chosen).length,
    answered: answered.length,
    all: answers.length,
    finished: answers.length > 0 && answered.length === answers.length,
  };
}

/** Fills `{right}`, `{answered}` and `{all}` into a sentence. */
export function scoreSentence(template: string, { right, answered, all }: Score): string {
  return template
    .replace('{right}', String(right))
    .replace('{answered}', String(answered))
    .replace('{all}', String(all));
}
