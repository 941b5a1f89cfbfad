/** Waits until the page is looked at; at once when it is. */
export async function untilVisible(signal: AbortSignal): Promise<void> {
    while (document.hidden && !signal.aborted) {
        await event(document, 'visibilitychange', signal);
    }
}

/** Waits for so long, until something rings, or until it is called off. */
export function pause(milliseconds: number, signal: AbortSignal, bell?: EventTarget): Promise<void> {
    return new Promise((done) => {
        const end = () => {
            clearTimeout(timer);
            signal.removeEventListener('abort', end);
            bell?.removeEventListener('ring', end);
            done();
        };
        const timer = setTimeout(end, milliseconds);
        signal.addEventListener('abort', end);
        bell?.addEventListener('ring', end);
    });
}

function event(target: EventTarget, name: string, signal: AbortSignal): Promise<void> {
    return new Promise((done) => {
        const end = () => {
            signal.removeEventListener('abort', end);
            done();
        };
        target.addEventListener(name, end, { once: true, signal });
        signal.addEventListener('abort', end);
    });
}
