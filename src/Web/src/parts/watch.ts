import { pause, untilVisible } from '../live/visible.ts';

/** Does something again and again, so long after it was done, while the page is looked at and nothing calls it off. */
export async function whileVisible(milliseconds: number, signal: AbortSignal, act: () => Promise<void>): Promise<void> {
    while (!signal.aborted) {
        await untilVisible(signal);
        if (!signal.aborted) {
            await act();
        }

        await pause(milliseconds, signal);
    }
}
