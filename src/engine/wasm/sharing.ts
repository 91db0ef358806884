/** Whether WASM's memory can be shared among threads on this page; asked without loading WASM. */

/**
 * `no-shared-memory`: WebKitGTK isolates the page and still has no `SharedArrayBuffer`, which the
 * threaded build of TensorFlow.js names.
 */
export type Sharing = 'possible' | 'not-isolated' | 'no-shared-memory';

export function sharing(): Sharing {
  if (typeof crossOriginIsolated === 'undefined' || !crossOriginIsolated) return 'not-isolated';
  return typeof SharedArrayBuffer === 'undefined' ? 'no-shared-memory' : 'possible';
}
