using System.CommandLine;
using Prcl.Images.Datasets;
using Prcl.Images.Import;

namespace Prcl.Client.Commands;

/// <summary>What <c>prcl import</c> and <c>prcl classes</c> have in common: a form, a place, and how masks are read.</summary>
internal sealed class ImportArguments
{
    private const double FarthestColours = 441;

    /// <summary>The arguments and options.</summary>
    public ImportArguments()
    {
        Format.AcceptOnlyFromAmong([.. ImportFormats.All.Select(format => format.Name)]);
        Labels.AcceptExistingOnly();
    }

    /// <summary>The form.</summary>
    public Argument<string> Format { get; } = new("FORMAT") { HelpName = "FORMAT", Description = string.Join("\n", ImportFormats.All.Select(format => $"{format.Name}: {format.Description}")) };

    /// <summary>The place.</summary>
    public Argument<string> Path { get; } = new("PATH") { Description = "The data set's folder, or one annotation file; images are looked for in the folder only" };

    /// <summary>The masks' place.</summary>
    public Option<DirectoryInfo> Labels { get; } = new("--labels") { Description = "Where masks are, for colour, binary and mmseg [default: as prcl push finds labels]", HelpName = "DIR" };

    /// <summary>Whether number 0 doesn't count.</summary>
    public Option<bool> ReduceZeroLabel { get; } = new("--reduce-zero-label") { Description = "mmseg: 0 is ignored, and 1 is the first class" };

    /// <summary>Whether images without objects are taken.</summary>
    public Option<bool> Empty { get; } = new("--empty") { Description = "Images without any object are nothing but background [default: left out]" };

    /// <summary>How far colours may be off.</summary>
    public Option<double> Nearest { get; } = new("--nearest")
    {
        Description = "colour: how far a colour may be from its class's, as the distance in RGB [default: 0, exact]",
        HelpName = "0-441",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var number) && number <= FarthestColours)
            {
                return number;
            }

            result.AddError($"--nearest is '{text}'; it must be a number from 0 to {FarthestColours}");
            return 0;
        },
    };

    /// <summary>The form that was typed.</summary>
    public ImportFormat FormatOf(CommandCall call) => ImportFormats.Of(call.Value(Format))!;

    /// <summary>Reads the annotations.</summary>
    /// <exception cref="DatasetException">There is nothing at that place.</exception>
    public ImportSet Read(CommandCall call) => FormatOf(call).Read(
        call.Value(Path), new ImportOptions(call.Value(Labels)?.ToString(), call.Value(Nearest), call.Value(ReduceZeroLabel), call.Value(Empty)));
}
