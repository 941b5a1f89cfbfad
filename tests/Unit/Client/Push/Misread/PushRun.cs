using System.Text.Json;
using Prcl.Contracts.Ingest;
using Prcl.Images.Files;
using Prcl.Learning.Images;
using Prcl.Unit.Learning.Images;
using Xunit;

namespace Prcl.Unit.Client.Push.Misread;

/// <summary><c>prcl push</c> with files of its own and a silo that stores whatever it is sent.</summary>
internal sealed class PushRun : IDisposable
{
    private readonly List<ImagePush> _pushed = [];

    public PushRun()
    {
        Prcl.WithRuns(CommandLineRun.Description("street"));
        Prcl.Grains
            .On<IIngestGrain>("Known", (_, arguments) => Task.FromResult(new bool[((ImageFingerprint[])arguments[0]!).Length]))
        .On<IIngestGrain>("Look", (_, arguments) => Task.FromResult(Array.ConvertAll((string[])arguments[0]!, _ => SeenImage.None)))
            .On<IIngestGrain>("Push", (_, arguments) => Task.FromResult(Array.ConvertAll((ImagePush[])arguments[0]!, Take)));
    }

    public ScratchFolder Files { get; } = new();

    public CommandLineRun Prcl { get; } = new();

    /// <summary>What a silo would say to a push; null stores it.</summary>
    public Func<ImagePush, IngestReply?> Silo { get; set; } = _ => null;

    /// <summary>The pushed images' names in order, each with + when it came with a label.</summary>
    public string[] Pushed => [.. _pushed.Select(push => push.Name + (push.Label is null ? "" : "+")).Order(StringComparer.Ordinal)];

    /// <summary>The pushes themselves.</summary>
    public IReadOnlyList<ImagePush> Pushes => _pushed;

    public string Error => Prcl.Error.Replace(Files.Root, "", StringComparison.Ordinal);

    public string Out => Prcl.Out;

    public void Dispose() => Files.Dispose();

    /// <summary>Small photographs, all different.</summary>
    public PushRun Photos(params string[] places) => Put(places, place => TestImages.Jpeg(Photo(place)));

    /// <summary>Photographs as PNG.</summary>
    public PushRun PngPhotos(params string[] places) => Put(places, place => TestImages.Png(Photo(place)));

    /// <summary>Gray PNGs of ids 0 to 2, all different.</summary>
    public PushRun Labels(params string[] places) => Put(places, place => LabelPng.Write(TestImages.Labels(20, 16, [0, 1, 2], Seed(place))));

    /// <summary>A gray PNG of these ids.</summary>
    public PushRun Label(string place, params ushort[] ids) => Put([place], _ => LabelPng.Write(TestImages.Labels(20, 16, ids, Seed(place))));

    /// <summary>Palette PNGs.</summary>
    public PushRun Palettes(params string[] places) => Put(places, place => TestImages.Png(
        20, 16, 8, 3, [.. Enumerable.Range(0, 320).Select(i => (byte)((i + Seed(place)) % 3))], before: [("PLTE", [0, 0, 0, 128, 0, 0, 0, 128, 0])]));

    /// <summary>Files of any bytes.</summary>
    public PushRun Others(params string[] places) => Put(places, place => [.. System.Text.Encoding.UTF8.GetBytes(place)]);

    /// <summary>Runs <c>prcl push</c>; a relative path is one in the folder of the files.</summary>
    public async Task<int> Push(params string[] arguments) => await Prcl.Run(TestContext.Current.CancellationToken, ["push", .. arguments.Select(Place)]);

    /// <summary>The JSON that <c>prcl push --json</c> leaves.</summary>
    public async Task<JsonElement> Json(params string[] arguments)
    {
        await Push([.. arguments, "--json"]);
        return JsonDocument.Parse(Out).RootElement;
    }

    private static RgbImage Photo(string place)
    {
        var photo = TestImages.Gradient(20, 16);
        for (var i = 0; i < place.Length; i++)
        {
            photo.Pixels[3 * 8 * (i % 40)] = (byte)(place[i] * 5);
        }

        photo.Pixels[^1] = (byte)Seed(place);
        return photo;
    }

    private static long Seed(string place) => place.Aggregate(7L, (seed, letter) => ((31 * seed) + letter) % 65521);

    private PushRun Put(string[] places, Func<string, byte[]> bytes)
    {
        foreach (var place in places)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Files.At(place))!);
            File.WriteAllBytes(Files.At(place), bytes(place));
        }

        return this;
    }

    private string Place(string argument) => Path.Exists(Files.At(argument)) ? Files.At(argument) : argument;

    private IngestReply Take(ImagePush push)
    {
        if (Silo(push) is { } refusal)
        {
            return refusal;
        }

        lock (_pushed)
        {
            _pushed.Add(push);
        }

        return new IngestReply(IngestOutcome.Stored, new string('a', 64), "", null);
    }
}
