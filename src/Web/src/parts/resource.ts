import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { asProblem, type Problem } from '../api/problem.ts';

/** Something that is read from the silo: what was read last, and why it couldn't be read since. */
export class Resource<T> implements ReactiveController {
    value: T | null = null;
    problem: Problem | null = null;
    isBusy = false;
    #stop = new AbortController();

    constructor(
        private readonly host: ReactiveControllerHost,
        private readonly read: (signal: AbortSignal) => Promise<T>,
    ) {
        host.addController(this);
    }

    /** Reads it; a reading that goes on is called off. */
    readonly load = async (): Promise<void> => {
        this.#stop.abort();
        const stop = (this.#stop = new AbortController());
        this.isBusy = true;
        this.host.requestUpdate();
        try {
            const value = await this.read(stop.signal);
            if (stop.signal.aborted) {
                return;
            }

            [this.value, this.problem] = [value, null];
        } catch (thrown) {
            if (stop.signal.aborted) {
                return;
            }

            this.problem = asProblem(thrown);
        }

        this.isBusy = false;
        this.host.requestUpdate();
    };

    /** Reads it, unless that is being done. */
    readonly again = (): void => {
        if (!this.isBusy) {
            void this.load();
        }
    };

    /** Forgets what was read. */
    clear(): void {
        this.#stop.abort();
        [this.value, this.problem, this.isBusy] = [null, null, false];
    }

    hostConnected(): void {}

    hostDisconnected(): void {
        this.#stop.abort();
        this.isBusy = false;
    }
}
