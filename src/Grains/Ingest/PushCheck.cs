using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Learning.Images;

namespace Prcl.Grains.Ingest;

/// <summary>Looks into a pushed image and its label, before anything is written. The push as a request has been checked at the door (<see cref="Doors.RequestGuard"/>).</summary>
internal static class PushCheck
{
    /// <summary>The refusal, or the image's header.</summary>
    public static (IngestReply? Refusal, ImageHeader? Header) Inspect(ImagePush push, ClassList classes)
    {
        var verdict = ImageDecoder.Check(push.Image, ImageLimits.Default);
        if (!verdict.IsAccepted)
        {
            return (Refuse(OutcomeOf(verdict.Refusal), push, verdict.Message), null);
        }

        if (push.Label is null)
        {
            return push.Purpose == ImagePurpose.Evaluate
                ? (Refuse(IngestOutcome.BadLabel, push, "an image to measure with needs a label"), null)
                : (null, verdict.Header);
        }

        var label = LabelPng.Read(push.Label, ImageLimits.Default);
        var fault = label.IsAccepted ? LabelCheck.FindFault(label.Labels!, verdict.Header!.Width, verdict.Header.Height, classes, verdict.Header.Orientation) : label.Message;
        return fault is null ? (null, verdict.Header) : (Refuse(IngestOutcome.BadLabel, push, "label: " + fault), null);
    }

    // One line, whatever is in the file.
    private static IngestReply Refuse(IngestOutcome outcome, ImagePush push, string reason) =>
        new(outcome, "", Printable.Of($"{push.Name}: {reason}"), null);

    /// <summary>What becomes of an image that a decoder refuses.</summary>
    public static IngestOutcome OutcomeOf(ImageRefusal refusal) => refusal switch
    {
        ImageRefusal.TooLarge or ImageRefusal.TooManyBytes => IngestOutcome.TooLarge,
        ImageRefusal.TooSmall => IngestOutcome.TooSmall,
        ImageRefusal.Truncated or ImageRefusal.Corrupt => IngestOutcome.Damaged,
        _ => IngestOutcome.NotAnImage,
    };
}
