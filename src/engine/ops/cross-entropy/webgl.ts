/** Softmax cross-entropy and its gradient on WebGL. */
import { blockProgram, type Info, type Scope } from '../../webgl/program.ts';
import { partialSums } from '../../webgl/sums.ts';

/** logits [N, V], labels [N], weights [N] → the mean loss [] and its gradient [N, V]. */
export function crossEntropy(
  scope: Scope,
  { logits, labels, weights }: Record<'logits' | 'labels' | 'weights', Info>,
): Info[] {
  const [N, V] = logits.shape as [number, number];
  // log Σ exp z and −log softmax(z)[label] of every row.
  const rowsProgram = blockProgram({
    inputs: ['logits', 'labels'],
    shape: [N, 2],
    code: `
      vec4 block(ivec3 at) {
        vec2 most = getLogits(0, at.y, 0).xz;
        for (int v = 0; v < ${V}; v += 2) {
          vec4 z = getLogits(0, at.y, v);
          most = max(most, z.xz);
          if (v + 1 < ${V}) most = max(most, z.yw);
        }
        vec2 sum = vec2(0.);
        for (int v = 0; v < ${V}; v += 2) {
          vec4 e = within(exp(getLogits(0, at.y, v) - most.xxyy), v, ${V});
          sum += e.xz + e.yw;
        }
        vec2 logSum = log(sum);
        ivec2 label = ivec2(getLabels(0, 0, at.y).xy);
        vec2 own = vec2(
          pick(getLogits(0, at.y, label.x), 0, label.x),
          pick(getLogits(0, at.y, label.y), 1, label.y)
        );
        vec2 loss = logSum - (own - most);
        return vec4(most.x + logSum.x, loss.x, most.y + logSum.y, loss.y);
      }
    `,
  });
  const rows = scope.run(rowsProgram, [logits, labels], { shape: [N, 2] });
  const terms = {
    inputs: ['rows', 'weights'],
    kinds: 1,
    rows: N,
    columns: 2,
    code: `
      vec4 term(int kind, int row, int column) {
        vec2 w = getWeights(0, 0, row).xy;
        vec2 loss = getRows(0, row, 0).yw;
        return vec4(w.x * loss.x, w.x, w.y * loss.y, w.y);
      }
    `,
  };
  const parts = partialSums(scope, terms, [rows, weights]); // Σ w loss and Σ w, [1, P, 2]
  const P = parts.shape[1]!;
  const totals = `
    vec2 totals() {
      vec2 sum = vec2(0.);
      for (int row = 0; row < ${P}; row += 2) {
        vec4 two = getParts(0, row, 0);
        sum += row + 1 < ${P} ? two.xy + two.zw : two.xy;
      }
      return vec2(sum.x, max(1., sum.y));
    }
  `;
  const lossProgram = blockProgram({
    inputs: ['parts'],
    shape: [],
    code: `
      ${totals}
      vec4 block(ivec3 at) {
        vec2 all = totals();
        return vec4(all.x / all.y, 0., 0., 0.);
      }
    `,
  });
  const loss = scope.run(lossProgram, [parts], { shape: [] });
  const gradientProgram = blockProgram({
    inputs: ['logits', 'labels', 'weights', 'rows', 'parts'],
    shape: [N, V],
    code: `
      ${totals}
      vec4 block(ivec3 at) {
        vec4 p = exp(getLogits(0, at.y, at.z) - getRows(0, at.y, 0).xxzz);
        ivec2 label = ivec2(getLabels(0, 0, at.y).xy) - at.z;
        vec4 y = vec4(equal(label.xxyy, ivec4(0, 1, 0, 1)));
        return (p - y) * getWeights(0, 0, at.y).xxyy / totals().y;
      }
    `,
  });
  const inputs = [logits, labels, weights, rows, parts];
  return [loss, scope.run(gradientProgram, inputs, { shape: [N, V] })];
}
