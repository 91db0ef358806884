/** What calls of a model by the token cost. Prices are per million tokens in one currency. */

export interface TokenPrices {
  readonly inputPerMtok: number;
  readonly outputPerMtok: number;
  /** Price of a cached input token over that of a fresh one, κ. */
  readonly cachedRatio: number;
}

/** (t_in (1 − h + h κ) c_in + t_out c_out) / 10⁶, h being the cached share of the input. */
export function requestCost(
  inputTokens: number,
  outputTokens: number,
  cachedShare: number,
  prices: TokenPrices,
): number {
  const { inputPerMtok, outputPerMtok, cachedRatio } = prices;
  const input = inputTokens * (1 - cachedShare + cachedShare * cachedRatio) * inputPerMtok;
  return (input + outputTokens * outputPerMtok) / 1e6;
}

export interface Conversation {
  readonly turns: number;
  /** Sent at the start of every call: instructions, tools, documents. */
  readonly systemTokens: number;
  /** What the user adds in each turn. */
  readonly userTokens: number;
  /** What the model answers in each turn. */
  readonly answerTokens: number;
}

/**
 * Every call sends all that came before again:
 * T_in = k s₀ + k(k+1)/2 · a + k(k−1)/2 · y and T_out = k y for k turns.
 */
export function conversationTokens({
  turns,
  systemTokens,
  userTokens,
  answerTokens,
}: Conversation): { readonly input: number; readonly output: number } {
  return {
    input:
      turns * systemTokens +
      ((turns * (turns + 1)) / 2) * userTokens +
      ((turns * (turns - 1)) / 2) * answerTokens,
    output: turns * answerTokens,
  };
}

/** Input tokens of the call of one turn, counted from 1. */
export function turnInputTokens(conversation: Conversation, turn: number): number {
  const { systemTokens, userTokens, answerTokens } = conversation;
  return systemTokens + turn * userTokens + (turn - 1) * answerTokens;
}

/**
 * Cost of one task: (t_in c_in + t_out c_out) / 10⁶ · (1 + r), r being the share of extra calls by
 * retries and agent loops.
 */
export function taskCost(
  inputTokens: number,
  outputTokens: number,
  inputPerMtok: number,
  outputPerMtok: number,
  retries: number,
): number {
  return ((inputTokens * inputPerMtok + outputTokens * outputPerMtok) / 1e6) * (1 + retries);
}

export interface Task {
  readonly wagePerHour: number;
  /** Saved by each success. */
  readonly savedMinutes: number;
  /** Spent on checking each result, right or wrong. */
  readonly checkMinutes: number;
  /** Of the model's calls. */
  readonly cost: number;
  /** Of each failure that is not caught. */
  readonly failureCost: number;
}

/** Net value of one task: w/60 · (q m − n) − c − (1 − q) C_e, q being the share of successes. */
export function taskValue(task: Task, quality: number): number {
  const { wagePerHour, savedMinutes, checkMinutes, cost, failureCost } = task;
  return (
    (wagePerHour / 60) * (quality * savedMinutes - checkMinutes) -
    cost -
    (1 - quality) * failureCost
  );
}

/**
 * The share of successes at which the value is zero:
 * q* = (w/60 · n + c + C_e) / (w/60 · m + C_e). Above 1 it cannot be reached.
 */
export function breakEvenQuality(task: Task): number {
  const { wagePerHour, savedMinutes, checkMinutes, cost, failureCost } = task;
  const perMinute = wagePerHour / 60;
  return (perMinute * checkMinutes + cost + failureCost) / (perMinute * savedMinutes + failureCost);
}
