/** The panel's side of a link: the setting that is in it, and the one that a page's author gave. */
import { configFromQuery, namedModel, type ParsedQuery } from '../../training/config-query.ts';
import { defaultConfig, type LabId, type RunConfig } from '../../training/config.ts';

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

/**
 * What a query that speaks to a panel makes of it. A link that names task and model is whole, as panels write
 * it: what it leaves out is the laboratory's default, so that it is the same run on every page and in
 * either language. Any other changes the panel's own setting, `base`.
 */
export function readPanelQuery(query: URLSearchParams, lab: LabId, base: RunConfig): ParsedQuery {
  if (!query.has('task') || !query.has('model')) return configFromQuery(query, lab, base);
  const named = namedModel(lab, query.get('model'));
  return configFromQuery(query, lab, defaultConfig(lab, query.get('task') ?? undefined, named));
}

/** Whether the reader came here by Back or Forward, and the browser had to load the page anew. */
export function cameBack(): boolean {
  const [navigation] = performance.getEntriesByType('navigation');
  return navigation !== undefined && 'type' in navigation && navigation.type === 'back_forward';
}
