using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;
using Prcl.Silo.Http.Api.Documents;
using Prcl.Silo.Http.Api.Lists;

namespace Prcl.Silo.Http.Api.Images;

/// <summary>Which images of a run.</summary>
internal sealed record ImageQuery
{
    // What one request looks at: a filter that few images pass must not read a log of a million in one go.
    private const int LookedAt = 10_000;
    private const int AtOnce = 1000;

    /// <summary>Only images of this domain.</summary>
    [FromQuery(Name = "domain"), Description("Only images of this domain")]
    public string? Domain { get; init; }

    /// <summary>Only images with a label, or without.</summary>
    [FromQuery(Name = "labelled"), Description("Only images with a label, or without")]
    public bool? Labelled { get; init; }

    /// <summary>Only images that were taken out because they can't be read, or others.</summary>
    [FromQuery(Name = "quarantined"), Description("Only images that were taken out because they can't be read, or only others")]
    public bool? Quarantined { get; init; }

    /// <summary>Only images of this purpose.</summary>
    [FromQuery(Name = "purpose"), RegularExpression(PurposeNames.Pattern), Description("Only images to learn from, or only images to measure with")]
    public string? Purpose { get; init; }

    /// <summary>The order.</summary>
    [FromQuery(Name = "order"), RegularExpression(ImageOrders.Pattern), DefaultValue("oldest")]
    [Description("oldest: the log's, partition by partition; newest: newest first; doubt: most in doubt first, only images of which a doubt is known")]
    public string? Order { get; init; }

    /// <summary>A part of the images, in the order that is asked for.</summary>
    internal Task<Page<ImageDocument>> Part(IImageStreamGrain[] logs, PageQuery page)
    {
        var purpose = PurposeNames.Read(Purpose);
        return ImageOrders.Read(Order) is { } order
            ? new RankedImages(logs, order).Part(page, image => Fits(image, purpose), LookedAt)
            : InLogOrder(logs, page, purpose);
    }

    private async Task<Page<ImageDocument>> InLogOrder(IImageStreamGrain[] logs, PageQuery page, ImagePurpose? purpose)
    {
        var (count, looked) = (page.Count(), 0);
        var (partition, sequence) = page.After() is { } after ? Place(after, logs.Length) : (0, 0L);
        var found = new List<ImageDocument>();
        while (partition < logs.Length)
        {
            var part = await logs[partition].List(sequence, AtOnce, Quarantined == true);
            foreach (var image in part)
            {
                if (found.Count == count || looked == LookedAt)
                {
                    return new Page<ImageDocument>(found, Cursor(partition, image.Sequence));
                }

                looked++;
                if (Fits(image, purpose))
                {
                    found.Add(ImageDocument.Of(partition, image));
                }
            }

            // A part may be shorter than asked for; only an empty one is the end.
            (partition, sequence) = part.Length == 0 ? (partition + 1, 0) : (partition, part[^1].Sequence + 1);
        }

        return new Page<ImageDocument>(found, null);
    }

    private bool Fits(ImageInfo image, ImagePurpose? purpose) =>
        (Domain is null || image.Domain == Domain)
        && (purpose is null || image.Purpose == purpose)
        && (Labelled is null || image.LabelSha256 is not null == Labelled)
        && (Quarantined is null || image.Quarantine is not null == Quarantined);

    private static string Cursor(int partition, long sequence) => PageQuery.CursorOf(string.Create(CultureInfo.InvariantCulture, $"{partition}/{sequence}"));

    private static (int Partition, long Sequence) Place(string cursor, int partitions) =>
        cursor.Split('/') is [var first, var second]
        && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var partition) && partition < partitions
        && long.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? (partition, sequence)
            : throw PageQuery.BadCursor();
}
