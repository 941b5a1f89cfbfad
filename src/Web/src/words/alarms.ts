const ADVICE: Record<string, string> = {
    'class-shares':
        'Look at predictions of the stream under Predict. If they are wrong, roll training back to a version from before (Models), and begin a new run with a lower learning-rate, a higher unsupervised-threshold or more labels. A stream that really shows one class only needs alarm-class-ratio=0 and alarm-class-share=1.',
    'false-certainty':
        'Label a few images that are most in doubt (Label next) and look at the losses: if fewer and fewer pseudo-labels pass, roll training back (Models) and raise unsupervised-threshold in a new run.',
    'prototype-drift':
        'See under Prototypes which class moves. If the stream has not changed, roll training back to a version from before (Models).',
};

/** What to do about an alarm. */
export function adviceOn(kind: string): string {
    return ADVICE[kind] ?? 'docs/operations.md tells what helps.';
}
