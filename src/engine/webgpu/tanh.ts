/** `fn bounded(x)`: tanh. Overflow in exp would make the quotient NaN. */
export const bounded = `
fn bounded(x: f32) -> f32 {
  let e = exp(-2.0 * abs(x));
  return sign(x) * (1.0 - e) / (1.0 + e);
}`;
