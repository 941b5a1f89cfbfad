using Xunit;

namespace Prcl.Unit.Learning.Weights;

/// <summary>Weights that aren't part of the project: the folder <c>PRCL_WEIGHTS</c>, else <c>../shared/weights</c> beside the repository.</summary>
internal static class SharedWeights
{
    /// <summary>A file of that folder; skips the test when it is not there.</summary>
    public static string PathOrSkip(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root.Parent is not null && !File.Exists(Path.Combine(root.FullName, "Prcl.Orleans.sln")))
        {
            root = root.Parent;
        }

        var path = Path.Combine(Environment.GetEnvironmentVariable("PRCL_WEIGHTS") ?? Path.Combine(root.Parent?.FullName ?? root.FullName, "shared", "weights"), name);
        Assert.SkipUnless(File.Exists(path), $"{name} is not in the weights folder (PRCL_WEIGHTS, else ../shared/weights).");
        return path;
    }
}
