using Prcl.Images.Datasets;
using Prcl.Learning.Scenes;
using Prcl.Silo.Experiments.Protocols;

namespace Prcl.Silo.Experiments.Frames;

/// <summary>An experiment's frames as drawn street scenes, each drawn when it is first needed and then kept.</summary>
internal static class StreetFrames
{
    /// <summary>The protocol's domains; nothing is drawn yet.</summary>
    /// <exception cref="DatasetException">A domain has too few frames to be divided.</exception>
    public static FrameSet Open(Protocol protocol, StreetProtocol street)
    {
        var scenes = new StreetScenes(street.Seed, street.Width, street.Height);
        var classes = new ClassList([.. SceneClasses.List.Select(c => new ClassInfo(c.Name, new RgbColor(c.Colour.R, c.Colour.G, c.Colour.B)))]);
        return new FrameSet(classes, [.. protocol.Domains.Zip(street.Frames, (name, frames) => FrameDomain.Divide(name, [.. Enumerable.Range(0, frames).Select(i => Of(scenes, name, i))], protocol))], []);
    }

    private static Frame Of(StreetScenes scenes, string domain, int number)
    {
        var scene = new Lazy<Scene>(() => scenes.Draw(StreetDomains.Of(domain), number));
        return new Frame(domain, $"{domain}-{number:D4}", () => scene.Value.Image, () => scene.Value.Labels);
    }
}
