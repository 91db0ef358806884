/** Earlier runs kept behind the present one, so that two of them can be compared. */
import type { Language } from '../../language.ts';
import type { RunConfig } from '../../training/config.ts';
import { fieldsOf, models } from '../../training/kinds/index.ts';
import { ghostLooks, type Ghost } from '../../ui/curve.ts';
import { findTask } from '../../tasks/index.ts';
import type { RunView } from './view.ts';

const most = ghostLooks.length;

export interface PinnedRun extends Omit<Ghost, 'label'> {
  readonly config: RunConfig;
}

/** Equal for runs that would draw the same curve but for their length. */
const idOf = (config: RunConfig): string => JSON.stringify(config);

/** Adds the curve in `view`, if it has one; a run of the same setting is replaced, the oldest falls out. */
export function pin(
  pinned: readonly PinnedRun[],
  view: RunView,
  config: RunConfig | null,
): readonly PinnedRun[] {
  if (config === null || view.curve.steps.length < 2) return pinned;
  const id = idOf(config);
  const { steps, smooth } = view.curve;
  const kept = pinned.filter((other) => other.id !== id).slice(1 - most);
  // A run keeps its look for as long as it stays.
  const look = ghostLooks.findIndex((_, index) => kept.every((other) => other.look !== index));
  const training = { steps, values: smooth };
  return [...kept, { id, config, look, training, heldOut: view.heldOut }];
}

/** Names a run by what sets it apart from the present setting. */
export function ghostLabel(run: PinnedRun, present: RunConfig, language: Language): string {
  const { config } = run;
  const parts: string[] = [];
  if (config.task !== present.task)
    parts.push(findTask(config.task)?.name[language] ?? config.task);
  if (config.model !== present.model) parts.push(models[config.model].name[language]);
  if (config.seed !== present.seed) parts.push(`seed ${config.seed}`);
  const fields = config.model === present.model ? fieldsOf(config.model) : [];
  for (const { key } of fields) {
    const [was, is] = [config.fields[key], present.fields[key]];
    if (was !== undefined && is !== undefined && was !== is) parts.push(`${key} ${String(was)}`);
  }
  for (const [name, was] of Object.entries(config.taskParameters)) {
    const is = present.taskParameters[name];
    if (is !== undefined && is !== was) parts.push(`${name} ${String(was)}`);
  }
  if (parts.length === 0) {
    return language === 'zh' ? '上一次，同样的设置' : 'the run before, same setting';
  }
  return parts.join(' · ');
}

export function ghostsOf(
  pinned: readonly PinnedRun[],
  present: RunConfig,
  language: Language,
): Ghost[] {
  return pinned.map((run) => ({ ...run, label: ghostLabel(run, present, language) }));
}
