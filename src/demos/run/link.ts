/**
 * The panel's side of a link. A page may hold several panels: `run=<figure>` names the one that
 * the query is meant for, without it the first one takes it.
 */
import { isAppended } from '../../fields/link.ts';
import {
  configFromQuery,
  namedModel,
  queryFromConfig,
  type ParsedQuery,
} from '../../training/config-query.ts';
import { defaultConfig, type LabId, type RunConfig } from '../../training/config.ts';
import { figureId } from './figure.ts';

/** The setting that a page's author gave a panel; what is wrong in it is a defect of the page. */
export function presetConfig(lab: LabId, preset: string): RunConfig {
  const query = new URLSearchParams(preset);
  const model = namedModel(lab, query.get('model'));
  const base = defaultConfig(lab, query.get('task') ?? undefined, model);
  const { config, problems } = configFromQuery(query, lab, base);
  const [problem] = problems;
  if (problem !== undefined) throw new Error(`The preset “${preset}” is wrong: ${problem.en}`);
  return config;
}

/** Does the query of the page speak to this panel? */
export function isAddressed(query: URLSearchParams, figure: string, isFirst: boolean): boolean {
  if ([...query.keys()].every(isAppended)) return false;
  const run = query.get('run');
  return run === null ? isFirst && !query.has('exhibit') : run === figure;
}

/**
 * What the page's query makes of a panel. A link that names task and model is whole, as panels write
 * it: what it leaves out is the laboratory's default, so that it is the same run on every page and in
 * either language. Any other changes the panel's own setting, `base`.
 */
export function readPanelQuery(query: URLSearchParams, lab: LabId, base: RunConfig): ParsedQuery {
  const own = new URLSearchParams(query);
  own.delete('run');
  if (!own.has('task') || !own.has('model')) return configFromQuery(own, lab, base);
  const named = namedModel(lab, own.get('model'));
  return configFromQuery(own, lab, defaultConfig(lab, own.get('task') ?? undefined, named));
}

/** The address of a page whose panel has this setting; `run` is left out where the panel is the first. */
export function addressOf(
  page: URL,
  config: RunConfig,
  lab: LabId,
  figure: string,
  isFirst: boolean,
  locked?: ReadonlySet<string>,
): URL {
  const query = queryFromConfig(config, lab, locked);
  if (!isFirst) query.set('run', figure);
  const address = new URL(page);
  address.search = query.toString();
  return address;
}

/** The same, to hand to someone else: it opens at the figure. */
export function sharedAddress(...from: Parameters<typeof addressOf>): string {
  const address = addressOf(...from);
  address.hash = figureId(from[3]);
  return address.href;
}

/** Whether the reader came here by Back or Forward, and the browser had to load the page anew. */
export function cameBack(): boolean {
  const [navigation] = performance.getEntriesByType('navigation');
  return navigation !== undefined && 'type' in navigation && navigation.type === 'back_forward';
}
