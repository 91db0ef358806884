/** A worker that says and does only what a test tells it to. */
export class FakeWorker extends EventTarget {
  ended = false;
  readonly heard: unknown[] = [];
  postMessage = (message: unknown): void => void this.heard.push(message);
  terminate = (): void => void (this.ended = true);

  say(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  err(message?: string): void {
    const event = new Event('error', { cancelable: true });
    this.dispatchEvent(message === undefined ? event : Object.assign(event, { message }));
  }
}
