using Prcl.Contracts;
using Prcl.Images.Datasets;
using Prcl.Learning.Weights;

namespace Prcl.Grains.Runs;

/// <summary>
/// Which weights a run may begin with: those that come with the program, by their names; the files of one folder; a file that the person at this machine
/// has named. A client chooses among them, and opens nothing else on the machine.
/// </summary>
/// <param name="folder">The folder; empty: none.</param>
/// <param name="named">The path of a file; empty: none.</param>
public sealed class RunWeights(string folder = "", string named = "")
{
    /// <summary>The file of a run's setting <c>weights</c>; empty when that is.</summary>
    /// <exception cref="PrclRequestException">It is none of those that may be had; nothing was opened.</exception>
    public string Locate(string weights)
    {
        if (weights.Length == 0)
        {
            return weights;
        }

        if (NamedWeights.IsName(weights))
        {
            return NamedWeights.Names().Contains(weights) ? NamedWeights.Locate(weights) : throw Refused(weights, "isn't among them");
        }

        if (weights == named)
        {
            return weights;
        }

        if (folder.Length == 0 || weights[0] == '.' || weights.AsSpan().ContainsAny('/', '\\', ':'))
        {
            throw Refused(weights, "is none of these");
        }

        return Inside(weights);
    }

    private string Inside(string file)
    {
        try
        {
            var (root, path) = (RealPath.Of(folder), RealPath.Of(Path.Combine(folder, file)));
            return !path.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                ? throw Refused(file, "is a link that leaves that folder")
                : FileContent.IsRegular(path) ? path : throw Refused(file, File.Exists(path) ? $"has {FileContent.Rule}" : "isn't there");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refused(file, "can't be looked at");
        }
    }

    private PrclRequestException Refused(string weights, string why) => new(
        $"weights is {Printable.Quoted(weights)}; it must be {(NamedWeights.Names() is { Count: > 0 } names ? string.Join(", ", names) + ", or " : "")}"
        + $"{(folder.Length == 0 ? "a file's name once the silo has a folder of weights (--weights-dir)" : "the name of a file in the silo's folder of weights")}, and {why}.")
    { Code = RequestErrorCode.BadValue };
}
