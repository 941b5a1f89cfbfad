using Prcl.Client.Output;
using Prcl.Client.Push;
using Prcl.Images.Datasets;

namespace Prcl.Client.Import;

/// <summary>Tells a person what an import without a cluster made, or would make.</summary>
internal static class ImportReport
{
    /// <summary>Faults and notes beside the result.</summary>
    public static void Tell(Terminal terminal, IEnumerable<RefusedFile> refused, IEnumerable<string> notes)
    {
        foreach (var file in refused)
        {
            terminal.Note("refused " + FileLine.Of(file.File, file.Message));
        }

        foreach (var note in notes)
        {
            terminal.Note("note: " + note);
        }
    }

    /// <summary>The result: shares of the classes in each part, then a line.</summary>
    public static void Show(Terminal terminal, ImportDocument document, ClassList classes)
    {
        if (document.Parts.Length > 0)
        {
            var table = new ResultTable().Number("Id").Text("Class").Number([.. document.Parts.Select(part => Title(part) + " %")]);
            foreach (var (id, entry) in classes.Classes.Index())
            {
                table.Row([Figures.Count(id), entry.Name, .. document.Parts.Select(part => Figures.Share(part.ClassShares[id].Percent / 100))]);
            }

            table.Row([Figures.Count(classes.Ignore), "ignored", .. document.Parts.Select(part => Figures.Share(part.IgnoredPercent / 100))]);
            terminal.Show(table.Drawn);
        }

        var parts = document.Parts.Select(part => $"{part.Images} {Title(part)} ({(part.Purpose == "train" ? "to learn from" : "to evaluate with")})");
        terminal.Line($"{document.Images} {(document.Images == 1 ? "image" : "images")} with a label{(document.Parts.Length > 0 ? ": " + string.Join(", ", parts) : "")}; {document.Refused.Length} refused");
        terminal.Line(document.Output is { } output ? $"written to {output}" : "a dry run: nothing was stored");
    }

    private static string Title(ImportedPart part) => part.Split.Length == 0 ? "all" : part.Split;
}
