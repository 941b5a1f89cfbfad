using System.Diagnostics;
using Prcl.Unit.Infra;
using Xunit;

namespace Prcl.Unit.Client.Export;

/// <summary>Debian's Python with the example that predicts in plain PyTorch.</summary>
internal static class PlainPython
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Skips the test where the example's packages aren't installed.</summary>
    public static async Task SkipUnlessThere() => Assert.SkipUnless(
        File.Exists(Python) && (await Run("-c", "import torch, numpy, PIL")).Code == 0,
        "PyTorch isn't installed; Debian's packages python3-torch, python3-numpy and python3-pil are what the example needs.");

    /// <summary>Predicts images with a model file; each picture's class ids go to a file.</summary>
    public static async Task Predict(string model, IEnumerable<(string Source, string Target)> images)
    {
        var script = Path.Combine(InfraFolder.Root, "docs/examples/predict_with_pytorch.py");
        var (code, text) = await Run([script, model, .. images.SelectMany(image => new[] { image.Source, image.Target })]);
        Assert.True(code == 0, text);
    }

    private static async Task<(int Code, string Text)> Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var text = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return (process.ExitCode, text);
    }
}
