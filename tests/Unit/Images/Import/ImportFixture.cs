using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Images.Import;
using Prcl.Unit.Client;

namespace Prcl.Unit.Images.Import;

/// <summary>A folder of images and annotations, and what becomes of it.</summary>
internal sealed class ImportFixture : IDisposable
{
    public const int Width = 20;
    public const int Height = 16;

    public ScratchFolder Files { get; } = new();

    public string Root => Files.Root;

    public void Dispose() => Files.Dispose();

    /// <summary>RGB photographs, all different.</summary>
    public ImportFixture Photos(params string[] places) => Photos(Width, Height, places);

    public ImportFixture Photos(int width, int height, params string[] places)
    {
        foreach (var place in places)
        {
            var random = new Random(place.Aggregate(7, (seed, letter) => (31 * seed + letter) % 65521));
            var rgb = new byte[3 * width * height];
            random.NextBytes(rgb);
            Bytes(place, RgbPng.Write(width, height, rgb));
        }

        return this;
    }

    /// <summary>A gray PNG: '#' is the number, others 0.</summary>
    public ImportFixture Numbers(string place, Func<int, int, int> number) =>
        Bytes(place, LabelPng.Write(new LabelMap(Width, Height, [.. Pixels().Select(p => (ushort)number(p.X, p.Y))])));

    /// <summary>An RGB PNG.</summary>
    public ImportFixture Colours(string place, Func<int, int, uint> colour) =>
        Bytes(place, RgbPng.Write(Width, Height, [.. Pixels().SelectMany(p => colour(p.X, p.Y) is var c ? new[] { (byte)(c >> 16), (byte)(c >> 8), (byte)c } : [])]));

    public ImportFixture Text(string place, string text) => Bytes(place, System.Text.Encoding.UTF8.GetBytes(text));

    public ImportFixture Bytes(string place, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Files.At(place))!);
        File.WriteAllBytes(Files.At(place), bytes);
        return this;
    }

    public ImportSet Read(string format, ImportOptions? options = null) => ImportFormats.Of(format)!.Read(Root, options ?? new ImportOptions());

    /// <summary>Classes of these names.</summary>
    public static ClassList Classes(params string[] names) => new([.. names.Select((name, id) => new ClassInfo(name, ClassColours.Of(id)))]);

    /// <summary>The label of the only image, a row a line, a character a pixel: the id, or '-' where it is ignored.</summary>
    public string[] Only(string format, ClassList classes, ImportOptions? options = null, string? uncovered = null) => Rows(Single(format, classes, options, uncovered));

    /// <summary>Why the only image stays out, without the folder.</summary>
    public string Refusal(string format, ClassList classes, ImportOptions? options = null)
    {
        var set = Read(format, options);
        var binding = new ClassBinding(classes, new Dictionary<string, string>(), null);
        var messages = set.Faults.Select(fault => $"{fault.Path}: {fault.Message}")
            .Concat(set.Items.Select(item => new LabelConverter(binding, ImageLimits.Default).Convert(item)).Select(label => label.Fault is { } fault ? $"{fault.Path}: {fault.Message}" : "nothing is wrong"));
        return Xunit.Assert.Single(messages).Replace(Root, "", StringComparison.Ordinal);
    }

    public static string[] Rows(LabelMap labels) =>
        [.. Enumerable.Range(0, labels.Height).Select(y => string.Concat(labels.Ids.AsSpan(y * labels.Width, labels.Width).ToArray().Select(id => id == 255 ? '-' : (char)('0' + id))))];

    private LabelMap Single(string format, ClassList classes, ImportOptions? options, string? uncovered)
    {
        var set = Read(format, options);
        Xunit.Assert.Empty(set.Faults);
        var binding = new ClassBinding(classes, new Dictionary<string, string>(), uncovered);
        var converted = new LabelConverter(binding, ImageLimits.Default).Convert(Xunit.Assert.Single(set.Items));
        Xunit.Assert.Null(converted.Fault);
        binding.ThrowIfMissing(Root);
        return converted.Labels!;
    }

    private static IEnumerable<(int X, int Y)> Pixels() => Enumerable.Range(0, Width * Height).Select(i => (i % Width, i / Width));
}
