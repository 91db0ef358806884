/** What training costs in arithmetic, GPU time and money: a run in the page, and a real model. */

/**
 * Training compute of GPT-3 175B in FLOP.
 * Brown et al. 2020, “Language Models are Few-Shot Learners”, arXiv:2005.14165, Table D.1.
 */
const gpt3TrainingFlop = 3.14e23;

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

/**
 * GPU-hours = C / (3600 · F_peak · MFU).
 *
 * @param flop of the model alone, without recomputation: that is how MFU counts
 *   (Chowdhery et al. 2022, arXiv:2204.02311, appendix B)
 * @param peakFlopPerSecond of one GPU, dense, in the number format of the training
 * @param utilisation MFU as a share
 */
export function gpuHours(flop: number, peakFlopPerSecond: number, utilisation: number): number {
  return flop / (3600 * peakFlopPerSecond * utilisation);
}

/** GPU-hours spread over `gpus`, in days. */
export function trainingDays(hours: number, gpus: number): number {
  return hours / (24 * gpus);
}

/**
 * Training as an investment: what each million tokens served over the model's life carries of it.
 *
 * @returns money per million tokens
 */
export function amortisedPerMtok(trainingCost: number, tokensServed: number): number {
  return (trainingCost / tokensServed) * 1e6;
}
