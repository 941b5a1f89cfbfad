import type { ModelDocument, RunStatus } from '../api/types.ts';
import { count, some } from '../words/numbers.ts';

/** What rolling training back to a version loses and what it leaves, a line each. */
export function lostBy(model: ModelDocument, models: ModelDocument[], status: RunStatus | null): string[] {
    const newer = models.filter((m) => m.version > model.version);
    const draws = Math.max(0, ...newer.map((m) => m.imagesTrained)) - model.imagesTrained;
    const steps = status?.trainers.reduce((sum, t) => sum + t.stepInRound, 0) ?? 0;
    const serving = status?.aliases['serving'];
    return [
        newer.length > 0 && draws > 0
            ? `Training forgets what it learned since then: ${some(draws, 'image draw')}, and the evidence of every prototype since. ${newer.length === 1 ? 'Version' : 'Versions'} ${newer.map((m) => count(m.version)).join(', ')} can still be chosen until newer ones take their place.`
            : 'No newer version has learned anything else.',
        `What the open round has learned is lost${steps > 0 ? `: ${some(steps, 'step')} so far` : ''}.`,
        'Images, labels and the marks of what was learned from stay.',
        serving === undefined ? 'Predictions come from the version that training goes on with.' : `Predictions still come from version ${count(serving)}, which the name serving stands for.`,
    ];
}
