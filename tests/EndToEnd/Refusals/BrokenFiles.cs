using Prcl.EndToEnd.Scenes;

namespace Prcl.EndToEnd.Refusals;

/// <summary>Files that must not get in.</summary>
internal static class BrokenFiles
{
    /// <summary>A file's bytes by what is wrong with it.</summary>
    public static byte[] Make(string kind) => kind switch
    {
        "text" => "this is not a picture, whatever it is called"u8.ToArray(),
        "truncated" => SceneFiles.Image(1)[..^200],
        "empty" => [],
        "header bomb" => PngFile.Build(8192, 4096, colourType: 2, new byte[100]),
        "one pixel" => PngFile.Rgb(1, 1, (_, _) => (1, 2, 3)),
        "huge" => PngFile.Build(30_000, 30_000, colourType: 2, new byte[100]),
        "animated PNG" => PngFile.Build(64, 48, colourType: 2, new byte[48 * (1 + (3 * 64))], ("acTL", [0, 0, 0, 2, 0, 0, 0, 0])),
        "animated GIF" => [.. "GIF89a"u8, 64, 0, 48, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x21, 0xFF, 0x0B, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0, 0x3B],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such kind of broken file"),
    };
}
