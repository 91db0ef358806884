/** Solving a task k times: a vote, or a checker that picks the right answer. */

/**
 * A_k(p) = Σ_{i > k/2} C(k, i) pⁱ (1−p)^(k−i): the vote of k independent solvers on two possible
 * answers is right. With even k, a tie is decided by a coin.
 *
 * @param solvers k, at least 1
 * @param accuracy p of each
 */
export function majorityAccuracy(solvers: number, accuracy: number): number {
  if (accuracy <= 0) return 0;
  if (accuracy >= 1) return 1;
  let logTerm = solvers * Math.log(1 - accuracy);
  let right = 0;
  for (let i = 0; i <= solvers; i++) {
    if (2 * i >= solvers) right += Math.exp(logTerm) * (2 * i === solvers ? 0.5 : 1);
    logTerm += Math.log((solvers - i) / (i + 1)) + Math.log(accuracy / (1 - accuracy));
  }
  return Math.min(1, right);
}

/**
 * The same where a share of the tasks is answered alike by every solver: there the vote is worth no
 * more than one of them.
 */
export function correlatedMajorityAccuracy(
  solvers: number,
  accuracy: number,
  sharedErrors: number,
): number {
  return sharedErrors * accuracy + (1 - sharedErrors) * majorityAccuracy(solvers, accuracy);
}

/** 1 − (1 − p)^k: at least one of k independent solvers is right, as a perfect checker would find. */
export function anyCorrect(solvers: number, accuracy: number): number {
  return 1 - (1 - accuracy) ** solvers;
}
