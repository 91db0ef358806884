/**
 * What a WebGPU device refuses. A command that breaks a rule, or for which there is no memory, does
 * nothing and returns at once; the device reports it later, or to whoever has opened an error scope.
 */
import { BackendFault, type FaultSource } from '../fault.ts';

const scopes: readonly GPUErrorFilter[] = ['validation', 'out-of-memory', 'internal'];

const faultOf = (error: GPUError): BackendFault =>
  new BackendFault(
    'webgpu',
    error instanceof GPUOutOfMemoryError ? 'out-of-memory' : 'refused',
    error.message,
  );

export function faultsOf(device: GPUDevice): FaultSource {
  let found: BackendFault | null = null;
  device.addEventListener('uncapturederror', (event) => {
    event.preventDefault();
    found ??= faultOf(event.error);
  });
  const take = (): BackendFault | null => {
    const fault = found;
    found = null;
    return fault;
  };

  return {
    take,
    async watch(work) {
      // What was reported until now belongs to a run that is over.
      take();
      for (const filter of scopes) device.pushErrorScope(filter);
      // A lost device answers no more; that is noticed elsewhere.
      const close = () =>
        Promise.all(scopes.map(() => device.popErrorScope().catch(() => null))).then(
          (errors) => errors.find((error) => error !== null) ?? null,
        );
      const [outcome] = await Promise.allSettled([work()]);
      const error = await close();
      if (error !== null) throw faultOf(error);
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    },
    largestTensor: () =>
      Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize),
  };
}
