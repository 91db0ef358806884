/** All tasks, in the order in which the panels list them. */
import type { Task } from './task.ts';

export const tasks: readonly Task[] = [];

export function findTask(id: string): Task | undefined {
  return tasks.find((task) => task.id === id);
}
