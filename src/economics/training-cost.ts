/** What a run in the page cost in arithmetic, and how it compares with a real model. */

/**
 * Training compute of GPT-3 175B in FLOP.
 * Brown et al. 2020, “Language Models are Few-Shot Learners”, arXiv:2005.14165, Table D.1.
 */
export const gpt3TrainingFlop = 3.14e23;

const secondsPerYear = 365.25 * 24 * 3600;

/**
 * Forward and backward pass together, counted from the parameters alone: 6 N FLOP a token
 * (Kaplan et al. 2020, arXiv:2001.08361, section 2.1).
 */
export function trainingFlop(parameters: number, tokens: number): number {
  return 6 * parameters * tokens;
}

export interface TrainingBill {
  readonly flop: number;
  readonly seconds: number;
  readonly flopPerSecond: number;
  /** GPT-3's training at this speed, in years. */
  readonly gpt3Years: number;
}

/** @param seconds spent on training steps. @returns null before anything was trained */
export function trainingBill(
  parameters: number,
  tokens: number,
  seconds: number,
): TrainingBill | null {
  if (!(parameters > 0 && tokens > 0 && seconds > 0)) return null;
  const flop = trainingFlop(parameters, tokens);
  const flopPerSecond = flop / seconds;
  return {
    flop,
    seconds,
    flopPerSecond,
    gpt3Years: gpt3TrainingFlop / flopPerSecond / secondsPerYear,
  };
}
