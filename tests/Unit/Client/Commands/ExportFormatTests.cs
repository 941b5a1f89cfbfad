using System.Text;
using Microsoft.ML.OnnxRuntime;
using Prcl.Client.Commands;
using Prcl.Contracts.Models;
using Prcl.Learning.Frames;
using Prcl.Learning.Settings;
using Prcl.Unit.Client.Export;
using Xunit;

namespace Prcl.Unit.Client.Commands;

/// <summary><c>prcl export</c> into ONNX, and which name a file may have.</summary>
public sealed class ExportFormatTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly CommandLineRun _prcl = new CommandLineRun().WithRuns(CommandLineRun.Description("street"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_named_onnx_is_onnx_from_the_silo_and_from_a_file_alike_and_nothing_else_is_left()
    {
        using var model = await Model();
        Serve(await File.ReadAllBytesAsync(model.Path, TestContext.Current.CancellationToken));

        Assert.Equal(ExitCode.Done, await Run("export", _folder.At("a.onnx")));
        Assert.StartsWith($"{_folder.At("a.onnx")}: version 7 of run street, ", _prcl.Out, StringComparison.Ordinal);
        _prcl.Connected.Clear();
        Assert.Equal(ExitCode.Done, await Run("export", _folder.At("b.ONNX"), "--from", model.Path));

        Assert.Empty(_prcl.Connected);
        Assert.Equal(await File.ReadAllBytesAsync(_folder.At("a.onnx"), TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(_folder.At("b.ONNX"), TestContext.Current.CancellationToken));
        Assert.Equal(["a.onnx", "b.ONNX"], Directory.GetFiles(_folder.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using var session = new InferenceSession(_folder.At("a.onnx"));
        Assert.Equal("480", session.ModelMetadata.CustomMetadataMap["images_trained"]);
    }

    [Theory]
    [InlineData("has the extension '.pt'; what is written is .safetensors or .onnx", "m.pt")]
    [InlineData("has the extension '.pth'", "m.pth", "--format", "safetensors")]
    [InlineData("--format is safetensors: a file of one format isn't named like another", "m.onnx", "--format", "safetensors")]
    [InlineData("--format is onnx: a file", "m.safetensors", "--format", "onnx")]
    [InlineData("--format is 'torch'; it must be safetensors or onnx", "m", "--format", "torch")]
    [InlineData("FILE has to be .onnx", "m.safetensors", "--from", "other.safetensors")]
    [InlineData("FILE has to be .onnx", "m.onnx", "--from", "other.safetensors", "--version", "3")]
    public async Task A_name_that_says_another_format_than_is_written_is_refused(string rule, string name, params string[] options)
    {
        Assert.Equal(ExitCode.Usage, await Run(["export", _folder.At(name), .. options]));

        Assert.Contains(rule, _prcl.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Root));
        Assert.Empty(_prcl.Connected);
    }

    [Theory]
    [InlineData("is no safetensors file", "not a model")]
    [InlineData("is no safetensors file", "")]
    [InlineData("its header can't be read", "\u0002\0\0\0\0\0\0\0[]")]
    [InlineData("its header can't be read", "\u0005\0\0\0\0\0\0\0{\"a\":")]
    [InlineData("'a' doesn't lie in it", "\u003a\0\0\0\0\0\0\0{\"a\":{\"dtype\":\"F32\",\"shape\":[9],\"data_offsets\":[0,36]}}   ")]
    [InlineData("has the format ''; it must be 'prcl.model'", "\u0002\0\0\0\0\0\0\0{}")]
    public async Task Another_file_is_called_what_it_is(string rule, string content)
    {
        await File.WriteAllBytesAsync(_folder.At("m.safetensors"), Encoding.Latin1.GetBytes(content), TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Failed, await Run("export", _folder.At("m.onnx"), "--from", _folder.At("m.safetensors")));

        Assert.Contains(rule, _prcl.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.At("m.onnx")));
    }

    [Theory]
    [InlineData("\"architecture\"", "\"archi_ecture\"", "the silo that wrote it is older")]
    [InlineData("teacher.skip.0.weight", "teacher.skap.0.weight", "has no tensor 'teacher.skip.0.weight', which the network of its metadata needs")]
    [InlineData("deeplabv3plus", "deeplabv4plus", "'deeplabv4plus' that this version doesn't know")]
    public async Task What_a_model_file_lacks_is_named_and_no_file_is_left(string text, string other, string rule)
    {
        using var model = await Model();
        var bytes = await File.ReadAllBytesAsync(model.Path, TestContext.Current.CancellationToken);
        Serve(Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace(text, other, StringComparison.Ordinal)));

        Assert.Equal(ExitCode.Failed, await Run("export", _folder.At("m.onnx")));

        Assert.Contains(rule, _prcl.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Root));
    }

    private static Task<ExportedModel> Model() => ExportedModel.Create(new TrainingSettings { HeadWidth = 16, RepresentationWidth = 8, Frames = FrameSettings.Paper });

    private void Serve(byte[] file) => _prcl.Grains
        .On<IModelFileGrain>("Describe", (_, _) => Task.FromResult(new ModelFile(7, 480, file.Length)))
        .On<IModelFileGrain>("Read", (_, a) => Task.FromResult(file.Skip((int)(long)a[1]!).Take((int)a[2]!).ToArray()));

    private Task<int> Run(params string[] arguments) => _prcl.Run(TestContext.Current.CancellationToken, arguments);
}
