using System.Globalization;
using System.Text;

namespace Prcl.EndToEnd.Scenes;

/// <summary>Tiny streets on disk: sky, walls, road, and a little noise. The same number always gives the same file, other numbers other files.</summary>
internal sealed class SceneFiles : IDisposable
{
    /// <summary>Columns of every scene.</summary>
    public const int Width = 64;

    /// <summary>Rows of every scene.</summary>
    public const int Height = 48;

    private static readonly (byte Red, byte Green, byte Blue)[] Colours = [(130, 170, 230), (150, 90, 60), (80, 80, 80)];

    /// <summary>Where they are.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("prcl-scenes-").FullName;

    /// <summary>How many classes there are.</summary>
    public static int Classes => Colours.Length;

    /// <summary>The class list.</summary>
    public string ClassesJson => Write("classes.json", Encoding.UTF8.GetBytes(ClassesText));

    /// <summary>The class list's text.</summary>
    public static string ClassesText => """
        {"ignore": 255, "classes": [
          {"name": "sky", "color": [130, 170, 230]}, {"name": "wall", "color": [150, 90, 60]}, {"name": "road", "color": [80, 80, 80]}]}
        """;

    /// <summary>A folder with <c>images/</c> and <c>labels/</c>.</summary>
    public string Labelled(string domain, int first, int count)
    {
        for (var number = first; number < first + count; number++)
        {
            Write(Path.Combine(domain, "images", NameOf(number)), Image(number));
            Write(Path.Combine(domain, "labels", NameOf(number)), Label(number));
        }

        return Path.Combine(Folder, domain);
    }

    /// <summary>A folder of images alone.</summary>
    public string Unlabelled(string domain, int first, int count)
    {
        for (var number = first; number < first + count; number++)
        {
            Write(Path.Combine(domain, NameOf(number)), Image(number));
        }

        return Path.Combine(Folder, domain);
    }

    /// <summary>The file name of a scene.</summary>
    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{number:D5}.png");

    /// <summary>The picture of a scene.</summary>
    public static byte[] Image(int number)
    {
        var street = new Street(number);
        var noise = new Random(number);
        return PngFile.Rgb(Width, Height, (x, y) =>
        {
            var (red, green, blue) = Colours[street.ClassAt(x, y)];
            var grain = noise.Next(-12, 13);
            return ((byte)(red + grain), (byte)(green + grain), (byte)(blue + grain));
        });
    }

    /// <summary>The class ids of a scene.</summary>
    public static byte[] Label(int number)
    {
        var street = new Street(number);
        return PngFile.Gray(Width, Height, (x, y) => street.ClassAt(x, y));
    }

    /// <summary>Writes any file and answers its path.</summary>
    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);

    // A horizon with a road below it and a wall on either side.
    private readonly struct Street(int number)
    {
        private readonly int _horizon = 16 + (number * 7 % 16);
        private readonly int _left = 4 + (number * 5 % 20);
        private readonly int _right = Width - 4 - (number * 11 % 20);

        public byte ClassAt(int x, int y) => (byte)(y >= _horizon ? 2 : (x < _left || x >= _right) && y >= _horizon / 3 ? 1 : 0);
    }
}
