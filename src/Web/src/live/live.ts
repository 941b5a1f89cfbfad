import type { Api } from '../api/client.ts';
import { EventReader } from '../api/events.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import type { RunStatus } from '../api/types.ts';
import { pause, untilVisible } from './visible.ts';

// Where the silo says that something has changed, the status is asked for then, and now and then for what no event tells: steps, images a second.
const ASKED_BY_CLOCK = 2000;
const ASKED_BESIDE_EVENTS = 8000;
const AT_MOST_EVERY = 1000;
const LONGEST_PAUSE = 5000;
const EVENTS_AGAIN = 3000;

/** Follows a run while somebody looks: nothing is asked while the page is hidden. Tells `change` when there is a new status or problem. */
export class Live extends EventTarget {
    status: RunStatus | null = null;
    problem: Problem | null = null;
    #run: string | null = null;
    #stop = new AbortController();
    readonly #bell = new EventTarget();
    #hasEvents = false;
    #isWanted = false;

    constructor(private readonly api: Api) {
        super();
    }

    /** Follows this run from now on, and no other. */
    follow(run: string | null): void {
        if (run === this.#run) {
            return;
        }

        this.#stop.abort();
        this.#stop = new AbortController();
        [this.#run, this.status, this.problem, this.#hasEvents] = [run, null, null, false];
        this.#tell();
        if (run !== null) {
            document.addEventListener('visibilitychange', () => this.refresh(), { signal: this.#stop.signal });
            void this.#ask(run, this.#stop.signal);
            void this.#listen(run, this.#stop.signal);
        }
    }

    /** Asks now: something was changed from here. */
    refresh(): void {
        this.#isWanted = true;
        this.#bell.dispatchEvent(new Event('ring'));
    }

    async #ask(run: string, stop: AbortSignal): Promise<void> {
        let failures = 0;
        while (!stop.aborted) {
            await untilVisible(stop);
            this.#isWanted = false;
            try {
                const status = await this.api.json<RunStatus>(`/runs/${encodeURIComponent(run)}/status`, { signal: stop });
                failures = 0;
                if (status !== this.status || this.problem !== null) {
                    [this.status, this.problem] = [status, null];
                    this.#tell();
                }
            } catch (thrown) {
                if (stop.aborted) {
                    return;
                }

                failures++;
                this.problem = asProblem(thrown);
                this.#tell();
            }

            if (failures > 0) {
                await pause(Math.min(500 * 2 ** failures, LONGEST_PAUSE), stop);
                continue;
            }

            await pause(AT_MOST_EVERY, stop);
            if (!this.#isWanted) {
                await pause(this.#hasEvents ? ASKED_BESIDE_EVENTS : ASKED_BY_CLOCK - AT_MOST_EVERY, stop, this.#bell);
            }
        }
    }

    async #listen(run: string, stop: AbortSignal): Promise<void> {
        while (!stop.aborted) {
            await untilVisible(stop);
            const unwatched = new AbortController();
            const hide = () => document.hidden && unwatched.abort();
            document.addEventListener('visibilitychange', hide);
            try {
                const answer = await this.api.raw(`/events?run=${encodeURIComponent(run)}`, { signal: AbortSignal.any([stop, unwatched.signal]) });
                this.#hasEvents = true;
                await this.#read(answer);
            } catch (thrown) {
                if (asProblem(thrown)?.isAbsent) {
                    return;
                }
            } finally {
                document.removeEventListener('visibilitychange', hide);
                this.#hasEvents = false;
            }

            if (!stop.aborted && !document.hidden) {
                await pause(EVENTS_AGAIN, stop);
            }
        }
    }

    async #read(answer: Response): Promise<void> {
        const [reader, text] = [new EventReader(), answer.body!.pipeThrough(new TextDecoderStream()).getReader()];
        for (let part = await text.read(); !part.done; part = await text.read()) {
            if (reader.read(part.value).some((e) => e.event === 'run')) {
                this.refresh();
            }
        }
    }

    #tell(): void {
        this.dispatchEvent(new Event('change'));
    }
}
