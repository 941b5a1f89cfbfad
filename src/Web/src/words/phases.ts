import type { RunStatus } from '../api/types.ts';

const PHASES: Record<string, string> = {
    waitingForTrainers: 'Waiting for trainers',
    idle: 'Nothing to learn from now',
    training: 'Training',
    stopped: 'Stopped',
    failed: 'Failed',
};

const WAITS: Record<string, string> = {
    waitingForTrainers: 'No trainer is a member. It goes on when a silo with the role trainer joins.',
    idle: 'It goes on when there is an image to learn from, and at least one with a label.',
    stopped: 'A person stopped it. Start goes on where it was.',
    failed: 'It stopped by itself.',
};

/** What a run does, in a word or two. */
export function phaseOf(status: RunStatus): string {
    return PHASES[status.phase] ?? status.phase;
}

/** What it waits for; empty while it trains and nothing holds it up. */
export function waitsFor(status: RunStatus): string {
    // Of a run that a person has stopped the reason is just that.
    return status.reason && status.reason !== status.phase ? status.reason : (WAITS[status.phase] ?? '');
}
