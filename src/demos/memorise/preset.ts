/** The setting of the smallest run, as in a link. */
export const memorisePreset =
  'task=memorise&layers=2&d=32&heads=2&context=7&batch=8&steps=150&lr=0.01';
