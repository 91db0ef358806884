/** Programs that run at the same time and write one after another. */

export interface Turn {
  readonly write: (text: string) => void;
  /** Nothing more comes. */
  readonly end: () => void;
}

/**
 * Who comes first is read while it writes; who comes later is kept until those before have ended.
 *
 * @param show takes what is to be read now
 * @returns a turn for each call, in the order of calls
 */
export function takeTurns(show: (text: string) => void): () => Turn {
  const waiting: { text: string; hasEnded: boolean }[] = [];
  const showFirst = (): void => {
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      if (first.text !== '') show(first.text);
      first.text = '';
      if (!first.hasEnded) return;
      waiting.shift();
    }
  };
  return () => {
    const turn = { text: '', hasEnded: false };
    waiting.push(turn);
    return {
      write: (text) => {
        turn.text += text;
        if (turn === waiting[0]) showFirst();
      },
      end: () => {
        turn.hasEnded = true;
        showFirst();
      },
    };
  };
}
