using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Unit.Learning.Images;

namespace Prcl.Unit.Learning.Datasets;

/// <summary>A data set in a temporary folder, gone when disposed.</summary>
internal sealed class TestDataset : IDisposable
{
    public static readonly ClassList Classes = new([new("road", new(128, 64, 128)), new("sky", new(70, 130, 180)), new("car", new(0, 0, 142))]);

    private static readonly byte[] Image = TestImages.Png(TestImages.Gradient(20, 16));
    private static readonly byte[] Label = LabelPng.Write(TestImages.Labels(20, 16, [0, 1, 2, 255]));

    public string Root { get; } = Directory.CreateTempSubdirectory("prcl-dataset-").FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>Puts a file below the root, with its folders.</summary>
    public string Write(string path, byte[] bytes)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
        return full;
    }

    /// <summary>A domain of equal frames named <paramref name="prefix"/> and a number.</summary>
    public TestDataset WithDomain(string name, int frames, string prefix = "", bool hasLabels = true, byte[]? image = null)
    {
        for (var i = 0; i < frames; i++)
        {
            Write($"{name}/images/{prefix}{i:D4}.png", image ?? Image);
            if (hasLabels)
            {
                Write($"{name}/labels/{prefix}{i:D4}.png", Label);
            }
        }

        return this;
    }

    public TestDataset WithClasses()
    {
        Write("classes.json", System.Text.Encoding.UTF8.GetBytes(Classes.ToJson()));
        return this;
    }
}
