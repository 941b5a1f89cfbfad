using Prcl.Client.Push;
using Prcl.Contracts.Ingest;
using Prcl.Images.Datasets;

namespace Prcl.Client.Predictions;

/// <summary>The images of a call: files as they are named, and what <c>prcl push --unlabelled</c> would take of folders.</summary>
/// <param name="Images">In the order in which they are named; within a folder by name.</param>
/// <param name="Faults">Files and folders that can't be read.</param>
/// <param name="HasFolder">Whether a folder is named.</param>
internal sealed record PredictionSources(IReadOnlyList<PredictionSource> Images, IReadOnlyList<RefusedFile> Faults, bool HasFolder)
{
    // Images aren't stored, so no domain is needed.
    private const string NoDomain = "predict";

    /// <summary>Looks for them.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="output">Where pictures are written: no image to segment is in it.</param>
    /// <exception cref="UsageException">A folder is the output itself, or there is no image.</exception>
    public static PredictionSources Find(string[] paths, string output)
    {
        // A folder is itself with a separator at its end, too.
        output = Path.TrimEndingDirectorySeparator(output);
        paths = Array.ConvertAll(paths, Path.TrimEndingDirectorySeparator);
        var (images, faults, seen) = (new List<PredictionSource>(), new List<RefusedFile>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var path in paths)
        {
            if (!Directory.Exists(path))
            {
                images.Add(new PredictionSource(path, Path.GetFileName(path), path));
                continue;
            }

            if (DatasetLayouts.IsWithin(path, output) && DatasetLayouts.IsWithin(output, path))
            {
                throw new UsageException($"{path} is the folder for the pictures too, which would be images the next time; choose another one with -o");
            }

            var plan = new PushDiscovery(new LabelSource(IsNone: true), NoDomain, ImagePurpose.Train).Find([path]);
            faults.AddRange(plan.Problems);
            images.AddRange(plan.Items.Select(item => item.ImagePath).Where(image => !DatasetLayouts.IsWithin(image, output) && seen.Add(Path.GetFullPath(image)))
                .Select(image => (image, Place: Path.GetRelativePath(path, image))).Select(found => new PredictionSource(found.image, found.Place, found.Place)));
        }

        return images.Count + faults.Count > 0
            ? new PredictionSources(images, faults, Array.Exists(paths, Directory.Exists))
            : throw new UsageException("there are no images (.jpg, .jpeg, .png) in what is named");
    }
}
